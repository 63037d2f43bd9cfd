import type { FastifyInstance } from 'fastify';

/**
 * What a browser may do with our pages: nothing from elsewhere, no framing, no guessing of types. Styles may be inline
 * because the map library and the pages set them on elements; scripts may not. Workers come from a blob in some
 * builds of the map library.
 */
const POLICY = [
  "default-src 'self'",
  "base-uri 'none'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "img-src 'self' blob: data:",
  "object-src 'none'",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self' blob:",
].join('; ');

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) reply.header(name, value);
    // A picture of the sky is old a second later; pages say themselves how long they keep.
    if (request.url.startsWith('/api/') && reply.getHeader('cache-control') === undefined) {
      reply.header('cache-control', 'no-store');
    }
  });
}
