/** What the page that carries the widget says of itself, by the `data-` attributes of the script. */
export type Settings = {
  /** The origin of the service, without a slash at its end. */
  server: string
  /** A token that the page was written with; a page that is open for long gives `window.tractops.token` instead. */
  token: string | null
  email: string
  label: string
}

/** What a page may do with the widget from its own script, and what it gives it. */
type PageApi = {
  /** Resolves to a token that is good now; asked whenever the last one has run out. */
  token?: () => Promise<string> | string
  open?: () => void
  close?: () => void
}

declare global {
  interface Window {
    tractops?: PageApi
  }
}

export function readSettings(script: HTMLScriptElement | null): Settings {
  const { server, token, email, label } = script?.dataset ?? {}
  const origin = URL.parse(script?.src ?? '', location.href)?.origin ?? location.origin
  return {
    server: (server || origin).replace(/\/+$/, ''),
    token: token || null,
    email: email ?? '',
    label: label || 'Help',
  }
}
