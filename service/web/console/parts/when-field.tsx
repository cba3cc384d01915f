import { TextInput } from '@mantine/core'
import { Instant } from './instant.tsx'

type Field = {
  label: string
  description?: string
  /** As the browser's own field has it, in the reader's zone; empty: not said. */
  value: string
  onChange: (value: string) => void
  error?: string | undefined
  required?: boolean
}

/** A date and a time in the reader's zone; below it what that is in the contract's. */
export function WhenField({ label, description, value, onChange, error, required = false }: Field) {
  const at = instantOf(value)
  return (
    <TextInput
      type="datetime-local"
      step={1}
      label={label}
      required={required}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={at === undefined ? (description ?? 'In your time zone.') : <Instant at={at} />}
    />
  )
}

/** What such a field says, as the API takes it; undefined where it says nothing. */
export function instantOf(value: string): string | undefined {
  const ms = Date.parse(value)
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString()
}

/** An instant as such a field takes it. */
export function fieldOf(at: string): string {
  const date = new Date(at)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}
