import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import path from 'node:path';
import { NodeError } from '../errors.ts';
import { readSecret, writeSecret } from '../people/secret_file.ts';
import { makeSelfSigned } from '../self_signed.ts';

/** Both in PEM. */
export type TlsFiles = { readonly cert: string; readonly key: string };

const YEAR_DAYS = 365;
/** It is made anew a month before it ends. */
const MONTH_MS = 30 * 86_400_000;
/** Subject alternative names: kinds of RFC 5280, 4.2.1.6. */
const DNS = 2;
const ADDRESS = 7;

/** Checks that a certificate and a key are one pair. @throws NodeError tls_unreadable */
export function checkPair(files: TlsFiles): TlsFiles {
  try {
    if (new X509Certificate(files.cert).checkPrivateKey(createPrivateKey(files.key))) return files;
  } catch (cause) {
    throw new NodeError('tls_unreadable', 'It is not PEM.', { field: 'tls-cert', cause });
  }
  throw new NodeError('tls_unreadable', 'The key is of another certificate.', { field: 'tls-key' });
}

/** What people compare before they trust a certificate that no authority signed. */
export const fingerprint256 = ({ cert }: TlsFiles): string => new X509Certificate(cert).fingerprint256;

/** The certificate that a node made itself, for these names; made anew when it does not name them or nears its end. */
export function ownCertificate(data: string, names: readonly string[]): TlsFiles {
  const file = path.join(data, 'tls', 'certificate.json');
  const kept = readSecret<TlsFiles & { readonly names: readonly string[] }>(file);
  if (kept !== null && String(kept.names) === String(names) && endOf(kept) > Date.now() + MONTH_MS) return kept;
  const made = { ...makeCertificate(names), names };
  writeSecret(file, made);
  return made;
}

const endOf = ({ cert }: TlsFiles): number => Date.parse(new X509Certificate(cert).validTo);

function makeCertificate(names: readonly string[]): TlsFiles {
  const alt_names = [...names, 'localhost', '127.0.0.1'].map((name) =>
    isIP(name) === 0 ? { type: DNS, value: name } : { type: ADDRESS, ip: name },
  );
  const made = makeSelfSigned({ name: names[0] ?? 'skyaccord', days: YEAR_DAYS, client: false, alt_names });
  return { cert: made.certificate, key: made.key };
}
