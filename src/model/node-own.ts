/**
 * Where each node answers for itself: link-local addresses (https://www.rfc-editor.org/rfc/rfc3927, https://www.rfc-editor.org/rfc/rfc4291#section-2.4),
 * and cloud metadata at ones that are not (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html,
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html,
 * https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16).
 */
export const NODE_OWN = ['168.63.129.16/32', '169.254.0.0/16', 'fe80::/10', 'fd00:ec2::254/128', 'fd00:ec2::23/128'];
