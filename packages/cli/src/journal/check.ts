import type { GrowthProof, RecordProof } from '@skyaccord/node';
import { checkInclusion, checkTreeHead, compareHeads, leafHash, type TreeHead } from '@skyaccord/proof';
import { Refusal } from '../memorandum/refusal.ts';
import { type HeadFile, readHead, readProof } from './read.ts';

export type CheckOptions = { head?: string; publicKey?: string };

/**
 * `skyaccord journal check`: whether a proof holds, in words; exit code 1 when it does not. Needs nothing but the
 * proof, and to be worth anything a head from elsewhere: whoever makes a proof can make a whole journal for it.
 */
export async function checkProof(file: string, { head: known, publicKey }: CheckOptions): Promise<void> {
  const proof = readProof(file);
  const read = known === undefined ? null : readHead(known);
  if (publicKey !== undefined && read?.signature == null) {
    throw new Refusal('there is no signature that --public-key could check', 'give a signed head with --head');
  }
  const lines = [isGrowth(proof) ? growth(proof) : record(proof)];
  const target = isGrowth(proof) ? proof.later : proof.head;
  if (read === null) {
    lines.push({
      ok: true,
      words: 'No head from elsewhere was given (--head): whoever made the proof may have made the journal for it.',
    });
  } else {
    lines.push(leadsTo(target, read.head), signed(read, publicKey));
  }
  for (const { ok, words } of lines) process.stdout.write(`${ok ? '' : 'FAILS: '}${words}\n`);
  if (lines.some(({ ok }) => !ok)) process.exitCode = 1;
}

type Finding = { readonly ok: boolean; readonly words: string };

const isGrowth = (proof: RecordProof | GrowthProof): proof is GrowthProof => proof.skyaccord === 'journal-growth/1';

function record({ head, sequence, record: text, path }: RecordProof): Finding {
  const { size, root } = head;
  const ok = checkInclusion({ leaf: leafHash(text), index: sequence - 1, size, root, path });
  const words = ok
    ? `Record ${sequence} stands, as it is here, in the journal of ${size} records with the root ${root}.`
    : `This is not record ${sequence} of the journal of ${size} records with the root ${root}: ` +
      'it or its path was altered.';
  return { ok, words };
}

function growth({ earlier, later, path }: GrowthProof): Finding {
  if (earlier.log !== later.log) return { ok: false, words: 'The two heads are of different journals.' };
  if (later.size < earlier.size)
    return { ok: false, words: 'The later head is the shorter one: records were taken away.' };
  const verdict = compareHeads(earlier, later, path);
  const ok = verdict === 'same' || verdict === 'grew';
  const words = ok
    ? `The journal of ${later.size} records begins with the ${earlier.size} records of the earlier head, unchanged.`
    : `It is not shown that the journal of ${later.size} records begins with the ${earlier.size} of the earlier head.`;
  return { ok, words };
}

function leadsTo(target: TreeHead, known: TreeHead): Finding {
  if (target.log === known.log && target.size === known.size && target.root === known.root) {
    return { ok: true, words: 'The head known from elsewhere is the one it leads to.' };
  }
  const words =
    `It leads to a journal of ${target.size} records with the root ${target.root}, and the head known from elsewhere ` +
    `is of ${known.size} with the root ${known.root}.`;
  return { ok: false, words };
}

function signed({ head, signature }: HeadFile, publicKey: string | undefined): Finding {
  if (signature === null) return { ok: true, words: 'The head from elsewhere is not signed.' };
  if (publicKey === undefined) {
    return { ok: true, words: 'Its signature was not checked: give the key of its signer with --public-key.' };
  }
  const key = { kty: 'OKP', crv: 'Ed25519', x: publicKey } as const;
  const verdict = checkTreeHead({ head, signature, countersigned: [] }, [key]);
  if (!verdict.ok) return { ok: false, words: `The signature of the head fails: ${verdict.reason}.` };
  const { party, signed_ms } = verdict.signer;
  return { ok: true, words: `The head was signed by ${party} at ${new Date(signed_ms).toISOString()}.` };
}
