import { Button, Group } from '@mantine/core'
import { KeyHint } from '../../parts/key-hint.tsx'
import type { Form } from '../ticket/forms.tsx'

export type Bulk = Extract<Form, 'assign' | 'severity' | 'tags' | 'snooze' | 'merge' | 'spam'>

/** What can be done with all that are selected. */
export function BulkBar({
  count,
  onForm,
  onClose,
  onAll,
  onClear,
}: {
  count: number
  onForm: (form: Bulk) => void
  onClose: () => void
  onAll: (() => void) | null
  onClear: () => void
}) {
  if (count === 0) return null
  const does = (word: string, key: string, onClick: () => void) => (
    <Button variant="default" size="xs" rightSection={<KeyHint of={key} />} onClick={onClick}>
      {word}
    </Button>
  )
  return (
    <section className="bulk" aria-label="With those selected">
      <strong role="status">{count === 1 ? 'One selected' : `${count} selected`}</strong>
      <Group gap="xs">
        {does('Give', 'a', () => onForm('assign'))}
        {does('Severity', 's', () => onForm('severity'))}
        {does('Tags', 't', () => onForm('tags'))}
        {does('Put aside', 'z', () => onForm('snooze'))}
        {does('Merge', 'm', () => onForm('merge'))}
        {does('Spam', 'p', () => onForm('spam'))}
        {does('Close', 'e', onClose)}
        {onAll === null ? null : (
          <Button variant="subtle" size="xs" rightSection={<KeyHint of="X" />} onClick={onAll}>
            Select all shown
          </Button>
        )}
        <Button variant="subtle" size="xs" rightSection={<KeyHint of="Esc" />} onClick={onClear}>
          Select none
        </Button>
      </Group>
    </section>
  )
}
