import type { CheckRule } from '../facts';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const SERVICE_LIMIT = 63;
const OBJECT_LIMIT = 253;
/** The longest that is put behind a service's name. */
const LONGEST_OF_SERVICE = '-tokens-waypoint'.length;
/** And behind a host's or gateway's. */
const LONGEST_SUFFIX = '-callers'.length;

export const nameTooLong: CheckRule = ({ index }) => {
  const tooLong = (what: string, name: string, limit: number, construct: string) => (name.length <= limit
    ? []
    : [{ code: 'name-too-long', construct, message: `${what} \`${name}\` has ${name.length} characters, ${limit} are possible`, repair: 'shorten it' }]);
  const tenants = new Set(index.model.namespaces.filter(({ owned }) => !owned).map(({ id }) => id));
  /** What a name has beside the host. */
  const beside = (caller: string, through: boolean): number => {
    const [namespace, service] = caller.split('/');
    return through ? LONGEST_SUFFIX : tenants.has(namespace) ? `${service}.external.`.length : 0;
  };
  return [
    ...index.model.services.flatMap(({ construct, kubernetesServices, name, serviceAccount }) => [
      ...tooLong('the service name', name, OBJECT_LIMIT - LONGEST_OF_SERVICE, construct),
      ...tooLong('the service account name', serviceAccount, OBJECT_LIMIT, construct),
      ...kubernetesServices.flatMap((s) => tooLong('the Kubernetes Service name', s.name, SERVICE_LIMIT, construct)),
    ]),
    ...(index.model.gateways ?? []).flatMap(({ construct, name }) => tooLong('the gateway name', name, OBJECT_LIMIT - LONGEST_SUFFIX, construct)),
    ...index.model.externals.flatMap(({ caller, constructs, host, through }) => tooLong('the external host', host, OBJECT_LIMIT - beside(caller, through !== undefined), constructs[0])),
  ];
};
