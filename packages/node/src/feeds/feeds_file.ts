import { describeProblem, type Field, openDocument, type Problem } from '@skyaccord/wire';
import { NodeError } from '../errors.ts';
import { CONNECTIONS, FEED_FORMATS, type FeedInput, MAX_RATE, MAX_SILENCE_S } from './config.ts';
import { TRUSTS } from './feed.ts';

const FORM = 'feeds/1';
const KNOWN = [
  'name',
  'connection',
  'address',
  'format',
  'filter',
  'party',
  'trust',
  'paused',
  'correct_clock',
  'max_rate_per_s',
  'silence_s',
] as const;
const OPTIONAL = KNOWN.filter((field) => field !== 'name' && field !== 'connection');

/**
 * Reads a YAML or JSON file of feeds: `skyaccord: feeds/1` and a list `feeds`, each with the members of `FeedInput`.
 *
 * @throws NodeError feeds_file_invalid with every problem and its place
 */
export function readFeedsFile(file: string, text: string): FeedInput[] {
  const { root, problems } = openDocument(text, FORM);
  const inputs = root === null ? [] : root.map(['skyaccord', 'feeds']).feeds.list(1, 32).map(readFeed);
  if (problems.length > 0) throw refused(file, problems);
  return inputs;
}

function readFeed(field: Field): FeedInput {
  const fields = field.map([...KNOWN], [...OPTIONAL]);
  const given = <Value>(name: keyof typeof fields, read: (one: Field) => Value) =>
    fields[name].present ? { [name]: read(fields[name]) } : {};
  return {
    name: fields.name.text(64),
    connection: fields.connection.oneOf(CONNECTIONS) ?? 'http',
    ...given('address', (one) => one.text(1_024)),
    ...given('format', (one) => one.oneOf(['auto', ...FEED_FORMATS]) ?? 'auto'),
    ...given('filter', (one) => one.text(200)),
    ...given('party', (one) => one.text(32)),
    ...given('trust', (one) => one.oneOf(TRUSTS) ?? 'open'),
    ...given('paused', (one) => one.boolean()),
    ...given('correct_clock', (one) => one.boolean()),
    ...given('max_rate_per_s', (one) => one.integer(1, MAX_RATE)),
    ...given('silence_s', (one) => one.integer(1, MAX_SILENCE_S)),
  } as FeedInput;
}

function refused(file: string, problems: readonly Problem[]): NodeError {
  const places = problems.map((problem) => `  ${describeProblem(problem)}`).join('\n');
  return new NodeError('feeds_file_invalid', `${file}:\n${places}`, { field: 'feeds', value: file });
}
