import { ruleRef } from '../../eval/refs';
import { isMap } from '../../manifest/schema/kit';
import type { AuditRule } from '../rule';
import { REQUEST_AUTHENTICATION } from '../sources';

/** Of RSA and elliptic curves the private part, and of symmetric keys all of it. */
const SECRET = ['d', 'k'];

export const jwksPrivateKey: AuditRule = {
  id: 'jwks-private-key',
  severity: 'error',
  title: 'a RequestAuthentication holds a key that signs',
  why: 'Only public keys are needed to validate a token. Who may read the manifest, or has its repository, can write tokens of this issuer; istiod takes it with a warning.',
  repair: 'replace the key pair, and write the public key alone',
  sources: [REQUEST_AUTHENTICATION, 'https://www.rfc-editor.org/rfc/rfc7517#section-9.2'],
  * find({ request }) {
    for (const { source } of request) {
      for (const [i, { jwks, issuer }] of (source.object.spec.jwtRules ?? []).entries()) {
        const set = jwks === undefined || jwks === '' ? {} : JSON.parse(jwks) as unknown;
        const keys = isMap(set) && Array.isArray(set.keys) ? set.keys : [set];
        if (keys.some((key) => isMap(key) && SECRET.some((field) => typeof key[field] === 'string'))) {
          yield { at: ruleRef(source, `spec.jwtRules[${i}].jwks`), message: `whoever reads it may sign as \`${issuer ?? 'anybody'}\`` };
        }
      }
    }
  },
};
