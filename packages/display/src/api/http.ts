/** What a node says of a request that it refuses: which field, and what to do about it. */
type Refusal = { message?: unknown; remedy?: unknown; field?: unknown };

/** A request that the node did not answer as asked; `status` is the HTTP status, or null when nothing came back. */
export class ApiError extends Error {
  readonly status: number | null;
  /** The field of the request that is at fault, without the place it was sent in; null where it is none. */
  readonly field: string | null;

  constructor(message: string, status: number | null, field: string | null = null) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.field = field;
  }
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
  await send(path, { method: 'DELETE' });
}

function withBody(method: string, body: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function send(path: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(`api/v1/${path}`, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError('The node did not answer. Check that it is running, then try again.', null);
  }
  if (!response.ok) throw await refusalOf(response);
  return response.status === 204 ? null : response.json();
}

async function refusalOf(response: Response): Promise<ApiError> {
  let refusal: Refusal = {};
  try {
    refusal = ((await response.json()) as { error?: Refusal }).error ?? {};
  } catch {
    // Not JSON: the status alone has to do.
  }
  const { message, remedy, field } = refusal;
  const words = [message, remedy].filter((one) => typeof one === 'string').join(' ');
  const place = typeof field === 'string' ? field.replace(/^(body|params|querystring)\./, '') : null;
  return new ApiError(
    words === '' ? `The node answered ${response.status} ${response.statusText}.` : words,
    response.status,
    place,
  );
}
