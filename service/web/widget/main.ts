import { Help } from './help.ts'
import { readSettings } from './settings.ts'

const script =
  (document.currentScript as HTMLScriptElement | null) ??
  document.querySelector<HTMLScriptElement>('script[src$="/widget.js"]')

/** A page that loads the script twice has one widget. */
if (!customElements.get('tractops-help')) {
  Help.settings = readSettings(script)
  customElements.define('tractops-help', Help)
  const place = () => document.querySelector('tractops-help') ?? document.body.append(new Help())
  if (document.body) place()
  else addEventListener('DOMContentLoaded', place)
}
