import { createHash } from 'node:crypto'

export type PolicyExtras = { styles?: string[]; scripts?: string[]; extra?: string[] }

/** The CSP source that allows exactly this inline text and no other. */
export const inlineSource = (content: string): string =>
  `'sha256-${createHash('sha256').update(content).digest('base64')}'`

/**
 * Our Content-Security-Policy: everything from this origin or not at all, no inline code. A page with a style or a
 * script of its own adds its `inlineSource` and sets the header anew: make the value once, not for each request.
 */
export function contentSecurityPolicy({ styles = [], scripts = [], extra = [] }: PolicyExtras = {}): string {
  return [
    "default-src 'none'",
    `style-src ${["'self'", ...styles].join(' ')}`,
    `script-src ${["'self'", ...scripts].join(' ')}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...extra,
  ].join('; ')
}

/** Headers that every response carries; HSTS only where people reach us by https. */
export function securityHeaders(publicUrl: string | null): [string, string][] {
  return [
    ['content-security-policy', contentSecurityPolicy()],
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ['referrer-policy', 'strict-origin-when-cross-origin'],
    ['cross-origin-opener-policy', 'same-origin'],
    ...(publicUrl?.startsWith('https:')
      ? [['strict-transport-security', 'max-age=31536000'] as [string, string]]
      : []),
  ]
}
