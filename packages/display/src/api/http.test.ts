import { afterEach, expect, test, vi } from 'vitest';
import { ApiError, getJson, patchJson, postJson, remove, whenRefused } from './http.ts';

function answerWith(status: number, body: string | null): ReturnType<typeof vi.fn> {
  const fetched = vi.fn(async () => new Response(body, { status, statusText: 'Odd' }));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}
afterEach(() => {
  vi.unstubAllGlobals();
});

test('asks under the API, and hands over what comes', async () => {
  const fetched = answerWith(200, '{"feeds": []}');
  expect(await getJson('feeds')).toEqual({ feeds: [] });
  expect(await postJson('feeds', { name: 'n' })).toEqual({ feeds: [] });
  expect(await patchJson('feeds/n', { paused: true })).toEqual({ feeds: [] });
  expect(fetched.mock.calls.map(([path, init]) => [path, init?.method, init?.body])).toEqual([
    ['api/v1/feeds', undefined, undefined],
    ['api/v1/feeds', 'POST', '{"name":"n"}'],
    ['api/v1/feeds/n', 'PATCH', '{"paused":true}'],
  ]);
});

test('an answer without a body is none', async () => {
  answerWith(204, null);
  expect(await remove('feeds/n')).toBeUndefined();
});

test('a refusal has its words, its remedy and the field at fault', async () => {
  const error = { code: 'feed_invalid', message: 'address x: no.', remedy: 'Correct it.', field: 'body.address' };
  answerWith(400, JSON.stringify({ error }));
  const refusal = await getJson('feeds').catch((thrown: unknown) => thrown);
  expect(refusal).toBeInstanceOf(ApiError);
  expect(refusal).toMatchObject({ message: 'address x: no. Correct it.', status: 400, field: 'address' });
});

test('what is no JSON is told by its status, and no answer as such', async () => {
  answerWith(502, '<html>');
  await expect(getJson('feeds')).rejects.toMatchObject({ message: 'The node answered 502 Odd.', field: null });
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('failed');
  });
  await expect(getJson('feeds')).rejects.toMatchObject({ status: null });
});

const refusal = (code: string) => JSON.stringify({ error: { code, message: 'No.', remedy: 'Do.', field: null } });

test('what asks for a fresh sign-in is asked once more after it, and refused without it', async () => {
  let signsIn = true;
  let asked = 0;
  whenRefused({
    signedOut: () => {},
    signInAgain: async () => {
      asked++;
      return signsIn;
    },
  });
  const answers = [
    new Response(refusal('sign_in_again'), { status: 403 }),
    new Response('{"done":1}', { status: 200 }),
  ];
  const fetched = vi.fn(async () => answers.shift() ?? new Response(refusal('sign_in_again'), { status: 403 }));
  vi.stubGlobal('fetch', fetched);
  expect(await postJson('people/invitations', { roles: ['observer'] })).toEqual({ done: 1 });
  expect([asked, fetched.mock.calls.length]).toEqual([1, 2]);
  // Refused again at once: not asked for ever.
  await expect(postJson('people/invitations', {})).rejects.toMatchObject({ code: 'sign_in_again' });
  expect([asked, fetched.mock.calls.length]).toEqual([2, 4]);
  signsIn = false;
  await expect(postJson('people/invitations', {})).rejects.toMatchObject({ code: 'sign_in_again' });
  expect([asked, fetched.mock.calls.length]).toEqual([3, 5]);
});

test('that nobody has signed in any more is told to whom it concerns', async () => {
  let told = 0;
  whenRefused({ signedOut: () => told++, signInAgain: async () => false });
  answerWith(401, refusal('sign_in_needed'));
  await expect(getJson('status')).rejects.toMatchObject({ status: 401 });
  answerWith(401, refusal('sign_in_refused'));
  await expect(postJson('session', {})).rejects.toMatchObject({ status: 401 });
  expect(told).toBe(1);
});
