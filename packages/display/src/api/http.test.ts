import { afterEach, expect, test, vi } from 'vitest';
import { ApiError, getJson, patchJson, postJson, remove } from './http.ts';

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
