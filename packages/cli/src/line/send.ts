import { fieldsOf, type MessageKind } from '@skyaccord/accord';
import { type At, ask, LineProblem } from './ask.ts';

type Sending = At & {
  readonly to: string;
  readonly kind: MessageKind;
  readonly precedence: string;
  readonly field?: readonly string[];
  readonly words?: string;
  readonly wordsFr?: string;
  readonly json: boolean;
};

/** Sends a message from the node's party to another's, and prints its name and what is to be read back. */
export async function sendMessage({ json, ...sending }: Sending): Promise<void> {
  const { to, kind, precedence, field = [], words: en, wordsFr: fr } = sending;
  const fields = Object.fromEntries(field.map((one) => fieldIn(one, kind)));
  const words = { ...(en === undefined ? {} : { en }), ...(fr === undefined ? {} : { fr }) };
  const sent = await ask<{ name: string; read_back: string | null }>(sending, 'line/messages', {
    ...{ to, kind, precedence, fields, words },
  });
  if (json) process.stdout.write(`${JSON.stringify(sent)}\n`);
  else {
    const expected = sent.read_back === null ? 'to be acknowledged' : `to be read back: ${sent.read_back}`;
    process.stdout.write(`${sent.name} is sent, ${expected}\n`);
  }
}

function fieldIn(written: string, kind: MessageKind): [string, string | number] {
  const at = written.indexOf('=');
  const [name, value] = [written.slice(0, at), written.slice(at + 1)];
  if (at < 1) throw new LineProblem(`--field ${written}: there is no name.`, 'Write --field mission="HERON 1".');
  const field = fieldsOf(kind)[name];
  if (field === undefined) {
    const names = Object.keys(fieldsOf(kind)).join(', ') || 'none';
    throw new LineProblem(`--field ${name}: ${kind} has no such field.`, `It has ${names}.`);
  }
  if (field.kind === 'text') return [name, value];
  const number = field.kind === 'time' ? Date.parse(value) : Number(value);
  if (value !== '' && Number.isFinite(number)) return [name, number];
  const remedy = field.kind === 'time' ? 'Write a UTC time such as 2030-10-15T06:00Z.' : 'Write a number.';
  throw new LineProblem(`--field ${name}: ${value} cannot be read.`, remedy);
}
