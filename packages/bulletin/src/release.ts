import { Type } from 'typebox';
import { Compile } from 'typebox/compile';

const Text = (most: number) => Type.String({ minLength: 1, maxLength: most });
const Words = Type.Object(
  {
    title: Text(200),
    summary: Text(1000),
    paragraphs: Type.Array(Text(4000), { maxItems: 40 }),
    facts: Type.Array(Type.Object({ label: Text(120), value: Text(400) }, { additionalProperties: false }), {
      maxItems: 60,
    }),
  },
  { additionalProperties: false },
);
const Series = Type.Array(Type.Union([Type.Number(), Type.Null()]), { minItems: 2, maxItems: 240 });
const Plot = Type.Object(
  {
    /** From the closest point of approach on. */
    time_s: Series,
    range_m: Series,
    lateral_minimum_m: Type.Number({ exclusiveMinimum: 0 }),
  },
  { additionalProperties: false },
);
const ReleaseSchema = Type.Object(
  {
    skyaccord: Type.Literal('release/1'),
    id: Type.String({ pattern: '^[a-z0-9](?:[a-z0-9-]{1,78})[a-z0-9]$' }),
    version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    kind: Type.Union(['case', 'assurance', 'hazard_area', 'readiness'].map((kind) => Type.Literal(kind))),
    state: Type.Union([Type.Literal('published'), Type.Literal('withdrawn')]),
    released_ms: Type.Integer({ minimum: 0, maximum: 253_402_300_799_999 }),
    parties: Type.Array(Text(80), { minItems: 1, maxItems: 20, uniqueItems: true }),
    basis: Type.Optional(
      Type.Object(
        {
          standing: Type.Union(['agreed', 'not_determined', 'disputed'].map((one) => Type.Literal(one))),
          findings_sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
        },
        { additionalProperties: false },
      ),
    ),
    words: Type.Record(Type.String({ pattern: '^[a-z]{2}$' }), Words, { minProperties: 1, maxProperties: 8 }),
    plot: Type.Optional(Plot),
  },
  { additionalProperties: false },
);
const FileSchema = Type.Object(
  { release: ReleaseSchema, signatures: Type.Array(Text(4096), { maxItems: 40 }) },
  { additionalProperties: false },
);

/** What a reader may see of a case or a notice, in each of its languages. Every word of it is signed. */
export type Release = {
  readonly skyaccord: 'release/1';
  /** Part of its permanent address. */
  readonly id: string;
  /** A higher version takes the place of a lower one. */
  readonly version: number;
  readonly kind: ReleaseKind;
  readonly state: 'published' | 'withdrawn';
  readonly released_ms: number;
  /** Parties without whose signature it is not shown. */
  readonly parties: readonly string[];
  /** Of a case: how it stands, and the digest of the findings that every party signed. */
  readonly basis?: ReleaseBasis;
  readonly words: Readonly<Record<string, ReleaseWords>>;
  readonly plot?: ReleasePlot;
};
export type ReleaseBasis = {
  readonly standing: 'agreed' | 'not_determined' | 'disputed';
  readonly findings_sha256: string;
};
export type ReleaseKind = 'case' | 'assurance' | 'hazard_area' | 'readiness';
export type ReleaseWords = {
  readonly title: string;
  readonly summary: string;
  readonly paragraphs: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
};
/** Range against time, with the minimum that bound the two. */
export type ReleasePlot = {
  readonly time_s: readonly (number | null)[];
  readonly range_m: readonly (number | null)[];
  readonly lateral_minimum_m: number;
};
/** A release with detached signatures over its canonical form. */
export type ReleaseFile = { readonly release: Release; readonly signatures: readonly string[] };

const checker = Compile(FileSchema);
/** The largest file read; the longest release that fits its limits is smaller. */
export const MOST_RELEASE_BYTES = 2_000_000;

/**
 * Reads a release file.
 *
 * @throws RangeError naming the field and what is wrong with it
 */
export function parseRelease(text: string): ReleaseFile {
  if (text.length > MOST_RELEASE_BYTES) {
    throw new RangeError(`the file has ${text.length} characters, but at most ${MOST_RELEASE_BYTES} are read`);
  }
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new RangeError('the file is not JSON');
  }
  const [error] = checker.Check(found) ? [] : checker.Errors(found);
  if (error !== undefined) throw new RangeError(`${error.instancePath || 'the file'}: ${error.message}`);
  const { release } = found as ReleaseFile;
  const plot = release.plot;
  if (plot !== undefined && plot.time_s.length !== plot.range_m.length) {
    throw new RangeError(
      `/release/plot: time_s has ${plot.time_s.length} values and range_m ${plot.range_m.length}; they go together`,
    );
  }
  return found as ReleaseFile;
}
