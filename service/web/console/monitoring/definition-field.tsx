import { Textarea } from '@mantine/core'

/** A definition as text, in the fields of the configuration file. */
export function DefinitionField({
  value,
  onChange,
  error,
}: {
  value: string
  onChange: (value: string) => void
  error?: string | null
}) {
  return (
    <Textarea
      label="Definition"
      description={
        'The fields of the configuration file, as JSON. Write keys and passwords as ${secret:NAME}; secrets are kept sealed.'
      }
      autosize
      minRows={6}
      maxRows={24}
      spellCheck={false}
      classNames={{ input: 'code' }}
      value={value}
      error={error ?? null}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}
