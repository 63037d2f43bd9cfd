/** Tells the node that a page of its own asks: no form of another page can send this. */
const FROM_PAGE = { 'x-skyaccord': 'page' };

/** What a node says of a request that it refuses: which field, and what to do about it. */
type Refusal = { code?: unknown; message?: unknown; remedy?: unknown; field?: unknown };

/** A request that the node did not answer as asked; `status` is the HTTP status, or null when nothing came back. */
export class ApiError extends Error {
  readonly status: number | null;
  /** The field of the request that is at fault, without the place it was sent in; null where it is none. */
  readonly field: string | null;
  /** One of docs/errors.md; null: the node did not say. */
  readonly code: string | null;

  constructor(message: string, status: number | null, field: string | null = null, code: string | null = null) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.field = field;
    this.code = code;
  }
}

/** Whom it concerns that nobody has signed in any more, or must once more: told by the state that knows who has. */
type Refused = {
  readonly signedOut: () => void;
  /** Whether they have. */
  readonly signInAgain: () => Promise<boolean>;
};
let refused: Refused = { signedOut: () => {}, signInAgain: async () => false };

export function whenRefused(told: Refused): void {
  refused = told;
}

/** Asks the node for JSON under `/api/v1`. @throws {ApiError} with words that a page can show */
export async function getJson<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return (await send(path, signal === undefined ? {} : { signal })) as Answer;
}

/** Sends a JSON body to the node under `/api/v1`. @throws {ApiError} with words that a page can show */
export async function postJson<Answer>(path: string, body: unknown): Promise<Answer> {
  return (await send(path, withBody('POST', body))) as Answer;
}

/** Asks the node to change something under `/api/v1`. @throws {ApiError} with words that a page can show */
export async function patchJson<Answer>(path: string, body: unknown): Promise<Answer> {
  return (await send(path, withBody('PATCH', body))) as Answer;
}

/** Asks the node to remove something under `/api/v1`. @throws {ApiError} with words that a page can show */
export async function remove(path: string): Promise<void> {
  await send(path, { method: 'DELETE', headers: FROM_PAGE });
}

function withBody(method: string, body: unknown): RequestInit {
  return { method, headers: { ...FROM_PAGE, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function send(path: string, init: RequestInit, repeated = false): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(`api/v1/${path}`, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError('The node did not answer. Check that it is running, then try again.', null);
  }
  if (response.ok) return response.status === 204 ? null : response.json();
  const refusal = await refusalOf(response);
  if (refusal.code === 'sign_in_needed') refused.signedOut();
  if (refusal.code === 'sign_in_again' && !repeated && (await refused.signInAgain())) return send(path, init, true);
  throw refusal;
}

async function refusalOf(response: Response): Promise<ApiError> {
  let refusal: Refusal = {};
  try {
    refusal = ((await response.json()) as { error?: Refusal }).error ?? {};
  } catch {
    // Not JSON: the status alone has to do.
  }
  const { code, message, remedy, field } = refusal;
  const words = [message, remedy].filter((one) => typeof one === 'string').join(' ');
  const place = typeof field === 'string' ? field.replace(/^(body|params|querystring)\./, '') : null;
  return new ApiError(
    words === '' ? `The node answered ${response.status} ${response.statusText}.` : words,
    response.status,
    place,
    typeof code === 'string' ? code : null,
  );
}
