/**
 * Public keys whose private halves are published, so that everybody can sign what a case takes: RFC 7515, appendices A.2 and A.3.
 *
 * https://www.rfc-editor.org/rfc/rfc7515#appendix-A.2
 */
const RSA = {
  kty: 'RSA',
  kid: 'rfc7515-a2',
  alg: 'RS256',
  e: 'AQAB',
  n: 'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
};

const EC = {
  kty: 'EC',
  kid: 'rfc7515-a3',
  alg: 'ES256',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
};

export const RSA_KEYS = JSON.stringify({ keys: [RSA] });
export const EC_KEYS = JSON.stringify({ keys: [EC] });
