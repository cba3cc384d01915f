import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, withQuery } from '../../../api/ask.ts'
import type { FoundPage } from '../../../api/desk.ts'

type Finding = {
  label: string
  not: readonly string[]
  value: string | null
  error?: string | undefined
  onChange: (id: string | null) => void
}

/** Another ticket, by its number or by words of it. */
export function FindTicket({ label, not, value, error, onChange }: Finding) {
  const [words, setWords] = useState('')
  const [asked] = useDebouncedValue(words, 250)
  const found = useQuery({
    queryKey: ['desk', 'find', asked],
    queryFn: () => ask<FoundPage>('GET', withQuery('/api/v1/tickets/search', { q: asked, limit: 20 })),
    enabled: asked.trim() !== '',
    placeholderData: keepPreviousData,
  })
  const rows = (found.data?.items ?? []).map(({ ticket }) => ticket).filter(({ id }) => !not.includes(id))
  return (
    <Select
      label={label}
      description="By its number, or by words in it."
      searchable
      openOnFocus={false}
      data-autofocus
      data={rows.map(({ id, number, subject }) => ({ value: id, label: `#${number} ${subject}` }))}
      filter={({ options }) => options}
      nothingFoundMessage={asked.trim() === '' ? 'Type a number or a word.' : 'None was found.'}
      value={value}
      error={error}
      onChange={onChange}
      onSearchChange={setWords}
    />
  )
}
