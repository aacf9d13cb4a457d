export { parse as parseProto } from 'protocol-buffers-schema';
