/**
 * Writes the page's Content-Security-Policy into index.html as a `<meta>`, so that it holds on any
 * static host, whatever headers that host sends.
 *
 * Nothing is loaded from, or sent to, another origin. Inline styles are allowed (Monaco measures
 * with them); inline scripts are not, but for the one preamble the development server injects.
 */
import type { Plugin } from 'vite';

const policy: Readonly<Record<string, string>> = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'font-src': "'self' data:",
  'img-src': "'self' data: blob:",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

function policyText(serving: boolean): string {
  const directives = serving
    ? {
        ...policy,
        'script-src': `${policy['script-src']} 'unsafe-inline'`,
        'connect-src': "'self' ws:",
      }
    : policy;
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}

export function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    transformIndexHtml: (_html, context) => [
      {
        tag: 'meta',
        attrs: {
          'http-equiv': 'Content-Security-Policy',
          content: policyText(context.server !== undefined),
        },
        injectTo: 'head-prepend',
      },
    ],
  };
}
