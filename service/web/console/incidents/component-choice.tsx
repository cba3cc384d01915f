import { Group, MultiSelect, Select, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import type { ComponentImpact } from '../../api/incidents.ts'
import type { Component } from '../../api/types.ts'
import { COMPONENT_IMPACTS } from './words.ts'

export type Affected = { key: string; impact: ComponentImpact }

/** Which components are affected, and how each one is. */
export function ComponentChoice({
  value,
  onChange,
  error,
}: {
  value: Affected[]
  onChange: (value: Affected[]) => void
  error?: string | undefined
}) {
  const components = useQuery({
    queryKey: ['measured', 'components'],
    queryFn: () => ask<Component[]>('GET', '/api/v1/components'),
  })
  const nameOf = (key: string) => components.data?.find((one) => one.key === key)?.name ?? key
  const choose = (keys: string[]) =>
    onChange(keys.map((key) => value.find((one) => one.key === key) ?? { key, impact: 'major_outage' }))
  return (
    <Stack gap="xs">
      <MultiSelect
        label="Components affected"
        data={(components.data ?? []).map(({ key, name }) => ({ value: key, label: name }))}
        value={value.map(({ key }) => key)}
        onChange={choose}
        error={error}
      />
      {value.map(({ key, impact }) => (
        <Group key={key} wrap="nowrap" justify="space-between">
          <span>{nameOf(key)} is</span>
          <Select
            aria-label={`How ${nameOf(key)} is affected`}
            allowDeselect={false}
            data={Object.entries(COMPONENT_IMPACTS).map(([value, label]) => ({ value, label }))}
            value={impact}
            onChange={(chosen) =>
              onChange(
                value.map((one) => (one.key === key ? { key, impact: chosen as ComponentImpact } : one)),
              )
            }
          />
        </Group>
      ))}
    </Stack>
  )
}
