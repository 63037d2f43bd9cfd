import type { Entry, Life, Step } from '@skyaccord/accord';
import { keyId, type PrivateJwk, sign } from '@skyaccord/proof';
import { makeKeyFile, openKeyFile, readPublicKey } from './key_file.ts';
import { askPassphrase, givenPassphrase } from './passphrase.ts';
import { type MemorandumFile, partyOf, readMemorandum, tellWarnings } from './read.ts';
import { Refusal } from './refusal.ts';
import { addStep, livesOfFiles } from './steps.ts';

export type KeysOptions = { party?: string; out?: string; passphraseFile?: string };
export type SignOptions = { key: string; party?: string; passphraseFile?: string };
export type SayOptions = SignOptions & {
  from?: string;
  office?: string;
  words?: string;
  newKey?: string;
  revoke?: string;
  compromisedSince?: string;
};

const out = (text: string): void => void process.stdout.write(`${text}\n`);

/** `skyaccord memorandum keys`: makes a key pair, or shows the public half of one that is there. */
export function keys(file: string | undefined, options: KeysOptions): void {
  if (file !== undefined) {
    const { party, key, sealed } = readPublicKey(file);
    out(`party    ${party}\nkey id   ${keyId(key)}\nsealed   ${sealed ? 'with a passphrase' : 'no'}\n`);
    tellLine(key);
    return;
  }
  const { party } = options;
  if (party === undefined) throw new Refusal('whose key it is to be is not said', 'add --party ID, or name a key file');
  const target = options.out ?? `${party}.key.json`;
  const passphrase = givenPassphrase(options.passphraseFile);
  const key = makeKeyFile(target, party, passphrase, Date.now());
  out(`${target} holds the private key of ${party}. Keep it: it goes to nobody, and nobody can make it again.`);
  if (passphrase === null) {
    process.stderr.write(
      'It is not sealed: whoever reads the file can sign as this party. Give --passphrase-file, or set ' +
        'SKYACCORD_PASSPHRASE, to seal it.\n',
    );
  }
  tellLine(key);
}

function tellLine({ x }: { x: string }): void {
  out(`Among the keys of the party in the memorandum:\n  - {kty: OKP, crv: Ed25519, x: ${x}}`);
}

/** `skyaccord memorandum sign`: signs the canonical content in the name of a party, and keeps that beside the file. */
export async function signMemorandum(file: string, options: SignOptions): Promise<void> {
  const read = await readMemorandum(file);
  tellWarnings(read);
  const { party, key } = await openKey(read, options);
  const { id, version } = read.memorandum;
  out(`memorandum ${id}, version ${version}`);
  out(`SHA-256    ${read.sha256}`);
  out(`of         ${Buffer.byteLength(read.canonical)} bytes of canonical JSON (skyaccord memorandum bytes ${file})`);
  out(`party      ${party}, with the key ${keyId(key)}`);
  const now_ms = Date.now();
  const signature = sign(read.content, key, party, now_ms);
  const life = take(read, { statement: null, signature, received_ms: now_ms });
  out(`signed. It stands: ${stateOf(life)}`);
}

/** `skyaccord memorandum say`: a signed statement on the life of the memorandum, or on the keys of a party. */
export async function say(file: string, kind: string, options: SayOptions): Promise<void> {
  const read = await readMemorandum(file);
  const { party, key } = await openKey(read, options);
  const now_ms = Date.now();
  const { id, version } = read.memorandum;
  const made = instant(now_ms);
  const statement = {
    skyaccord: 'statement/1',
    kind,
    memorandum: { id, version, sha256: read.sha256 },
    party,
    made,
    ...(options.office === undefined ? {} : { office: options.office }),
    ...(options.words === undefined ? {} : { says: options.words }),
    ...detailsOf(kind, party, key, options, made),
  };
  const life = take(read, { statement, signature: sign(statement, key, party, now_ms), received_ms: now_ms });
  const declared = life.declared.find((one) => one.party === party);
  const but = declared?.but ?? null;
  out(`${party} has said: ${kind.replaceAll('_', ' ')}${but === null ? '' : ` (${but})`}. It stands: ${stateOf(life)}`);
}

/** What a kind of statement says beside who says it and when. */
function detailsOf(kind: string, party: string, key: PrivateJwk, options: SayOptions, made: string): object {
  switch (kind) {
    case 'suspended':
    case 'resumed':
    case 'withdrawn':
      return { from: options.from ?? made };
    case 'key_rotated': {
      if (options.newKey === undefined) throw new Refusal('the new key is missing', 'add --new-key FILE');
      const next = readPublicKey(options.newKey);
      if (next.party !== party) {
        throw new Refusal(`${options.newKey} is a key of ${next.party}, not of ${party}`, `make one for ${party}`);
      }
      return { replaces: keyId(key), key: next.key };
    }
    case 'key_revoked': {
      const since = options.compromisedSince;
      return { key_id: options.revoke ?? keyId(key), ...(since === undefined ? {} : { compromised_since: since }) };
    }
    default:
      return {};
  }
}

async function openKey(read: MemorandumFile, options: SignOptions): Promise<{ party: string; key: PrivateJwk }> {
  const { party: owner, key } = await openKeyFile(options.key, () => askPassphrase(options.passphraseFile));
  const party = options.party ?? owner;
  if (party !== owner) {
    throw new Refusal(`${options.key} is the key of ${owner}, not of ${party}`, `give the key of ${party}`);
  }
  partyOf(read.memorandum, party);
  return { party, key };
}

/** Keeps a step if it counts; a step that would be refused is not written. */
function take(read: MemorandumFile, entry: Entry): Life {
  const [life] = livesOfFiles([read], entry.received_ms, [entry]);
  const step = life?.steps.at(-1) as Step;
  if (!step.counts) {
    throw new Refusal(
      `nothing was signed: ${step.reason}`,
      'see `skyaccord memorandum status` for keys and signatures',
    );
  }
  out(`kept in ${addStep(read, entry)}`);
  return life as Life;
}

const stateOf = ({ observed: { state, because } }: Life): string => `${state.replaceAll('_', ' ')}: ${because}`;
const instant = (time_ms: number): string => `${new Date(time_ms).toISOString().slice(0, 19)}Z`;
