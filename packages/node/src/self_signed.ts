import { generateKeyPairSync, randomBytes } from 'node:crypto';
import forge from 'node-forge';

const DAY_MS = 86_400_000;

/** A certificate that is its own authority: whoever is to trust it pins it, or compares its fingerprint. */
export type SelfSigned = {
  readonly name: string;
  readonly days: number;
  /** Whether it also serves to connect with, not only to be connected to. */
  readonly client: boolean;
  /** Subject alternative names, with the kinds of RFC 5280, 4.2.1.6. */
  readonly alt_names?: readonly object[];
};

/** Makes a certificate (X.509, RSA of 3,072 bits, SHA-256) and its key, both in PEM, valid from yesterday on. */
export function makeSelfSigned({ name, days, client, alt_names }: SelfSigned): {
  readonly certificate: string;
  readonly key: string;
} {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 3072,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(pair.publicKey);
  // Positive, and in DER without a byte too many: its first byte is never 0 nor above 127.
  made.serialNumber = `01${randomBytes(15).toString('hex')}`;
  // Clocks of two machines may differ.
  made.validity.notBefore = new Date(Date.now() - DAY_MS);
  made.validity.notAfter = new Date(Date.now() + days * DAY_MS);
  const subject = [{ name: 'commonName', value: name.slice(0, 64) }];
  made.setSubject(subject);
  made.setIssuer(subject);
  made.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true, ...(client ? { clientAuth: true } : {}) },
    ...(alt_names === undefined ? [] : [{ name: 'subjectAltName', altNames: alt_names }]),
  ]);
  made.sign(forge.pki.privateKeyFromPem(pair.privateKey), forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(made), key: pair.privateKey };
}
