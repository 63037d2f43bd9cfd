/** A request that the node did not answer as asked; `status` is the HTTP status, or null when nothing came back. */
export class ApiError extends Error {
  readonly status: number | null;

  constructor(message: string, status: number | null) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** Asks the node for JSON under `/api/v1`. @throws {ApiError} with words that a page can show */
export async function getJson<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return send<Answer>(path, signal === undefined ? {} : { signal });
}

/** Sends a JSON body to the node under `/api/v1`. @throws {ApiError} with words that a page can show */
export async function postJson<Answer>(path: string, body: unknown): Promise<Answer> {
  return send<Answer>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function send<Answer>(path: string, init: RequestInit): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(`api/v1/${path}`, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError('The node did not answer. Check that it is running, then try again.', null);
  }
  if (!response.ok) throw new ApiError(await reasonOf(response), response.status);
  return (await response.json()) as Answer;
}

async function reasonOf(response: Response): Promise<string> {
  try {
    const { error } = (await response.json()) as { error?: { message?: unknown; remedy?: unknown } };
    const words = [error?.message, error?.remedy].filter((one) => typeof one === 'string');
    if (words.length > 0) return words.join(' ');
  } catch {
    // Not JSON: the status alone has to do.
  }
  return `The node answered ${response.status} ${response.statusText}.`;
}
