import { AppError } from '@tractops/platform'
import { makeBadge } from 'badge-maker'
import { texts } from '../html/texts.ts'
import type { StatusView } from '../view/view.ts'

const STYLES = ['flat', 'flat-square', 'plastic', 'for-the-badge', 'social'] as const
const COLORS = {
  up: '#0b5a58',
  degraded: '#6b5d2e',
  down: '#191c1b',
  unmeasured: '#6d6c63',
  maintained: '#2a6f8a',
}

/**
 * A badge that says by word how everything is, or one component.
 *
 * @throws AppError `component_unknown` (404), `badge_style_unknown` (400).
 */
export function badgeOf(
  view: StatusView,
  ask: { component?: string | undefined; style?: string | undefined },
): string {
  const style = STYLES.find((known) => known === (ask.style ?? 'flat'))
  if (style === undefined) {
    throw new AppError('badge_style_unknown', 400, `Write one of ${STYLES.join(', ')}.`, { path: 'style' })
  }
  const { label, state } = ask.component === undefined ? overall(view) : component(view, ask.component)
  return makeBadge({ label, message: texts.badge[state], color: COLORS[state], style })
}

function overall({ overall: { state, maintenances } }: StatusView): {
  label: string
  state: keyof typeof COLORS
} {
  return { label: texts.brand, state: state === 'up' && maintenances > 0 ? 'maintained' : state }
}

function component({ components }: StatusView, key: string): { label: string; state: keyof typeof COLORS } {
  const found = components.find((one) => one.key === key)
  if (found === undefined) {
    throw new AppError('component_unknown', 404, `There is no component "${key}".`, { path: 'component' })
  }
  return {
    label: found.name,
    state: found.underMaintenance && found.state === 'up' ? 'maintained' : found.state,
  }
}
