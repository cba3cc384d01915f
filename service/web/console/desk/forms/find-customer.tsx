import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, type Page, withQuery } from '../../../api/ask.ts'
import type { Customer } from '../../../api/billing.ts'

type Finding = {
  /** One that is chosen already, by its name. */
  chosen: { id: string; name: string | null } | null
  error?: string | undefined
  autoFocus?: boolean
  onChange: (customer: Customer | null) => void
}

/** A customer by letters of its name. */
export function FindCustomer({ chosen, error, autoFocus = false, onChange }: Finding) {
  const [words, setWords] = useState('')
  const [asked] = useDebouncedValue(words, 250)
  const found = useQuery({
    queryKey: ['billing', 'find', asked],
    queryFn: () => ask<Page<Customer>>('GET', withQuery('/api/v1/customers', { q: asked, limit: 50 })),
    placeholderData: keepPreviousData,
  })
  const rows = found.data?.items ?? []
  const others = chosen === null || rows.some(({ id }) => id === chosen.id) ? [] : [chosen]
  return (
    <Select
      label="Customer"
      searchable
      openOnFocus={false}
      clearable
      placeholder="not known"
      data={[...others, ...rows].map(({ id, name }) => ({ value: id, label: name ?? id }))}
      nothingFoundMessage="None is called like that."
      value={chosen?.id ?? null}
      error={error}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
      onSearchChange={setWords}
      onChange={(id) => onChange(rows.find((row) => row.id === id) ?? null)}
    />
  )
}
