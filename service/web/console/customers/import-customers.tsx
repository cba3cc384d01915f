import { Button, FileInput, Group, Modal, Stack, Table } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, withQuery } from '../../api/ask.ts'
import type { CustomerImport, ImportedRow } from '../../api/billing.ts'
import { ProblemNote } from '../parts/told.tsx'

const send = (file: File, dryRun: boolean) =>
  ask<CustomerImport>('POST', withQuery('/api/v1/customers/import', { dryRun: String(dryRun) }), file)

/** Customers from a CSV file: what is wrong and what would change is shown first, then all of it is entered, or nothing. */
export function ImportCustomers({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const look = useMutation({ mutationFn: (chosen: File) => send(chosen, true) })
  const enter = useMutation({
    mutationFn: (chosen: File) => send(chosen, false),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['billing'] }),
  })
  const choose = (chosen: File | null) => {
    setFile(chosen)
    enter.reset()
    look.reset()
    if (chosen !== null) look.mutate(chosen)
  }
  return (
    <Modal opened onClose={onClose} title="Customers from a CSV file" size="70rem">
      <Stack>
        <p>
          The first line names the columns: external id, name, plan, billing, units, start, end, discount,
          contact name, contact email, contact role, contact 2 name and so on. A customer is known again by
          its external id; a column that is not there leaves what is known.
        </p>
        <FileInput
          label="The file"
          placeholder="Choose a CSV file"
          accept=".csv,text/csv,text/plain"
          value={file}
          onChange={choose}
          clearable
          clearButtonProps={{ 'aria-label': 'Choose another file' }}
        />
        {look.isPending ? <p role="status">Reading it …</p> : null}
        {look.error === null ? null : <ProblemNote error={look.error} />}
        {enter.error === null ? null : <ProblemNote error={enter.error} />}
        {enter.data === undefined ? (
          look.data === undefined || file === null ? null : (
            <Preview found={look.data} busy={enter.isPending} onEnter={() => enter.mutate(file)} />
          )
        ) : (
          <>
            <p role="status">
              It is entered: {enter.data.created} new, {enter.data.changed} changed, {enter.data.same} as they
              were.
            </p>
            <Group>
              <Button onClick={onClose}>Back to the customers</Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  )
}

type PreviewProps = { found: CustomerImport; busy: boolean; onEnter: () => void }

function Preview({ found, busy, onEnter }: PreviewProps) {
  const { rows, created, changed, same, refused, items, encoding } = found
  const toDo = created + changed
  return (
    <>
      <p role="status">
        {rows} rows, read as {encoding}: {created} new, {changed} changed, {same} as they are,{' '}
        <span className={refused > 0 ? 'alarm' : undefined}>{refused} wrong</span>.
      </p>
      {refused > 0 ? (
        <p>Nothing is entered while a row is wrong. Mend the file, and choose it again.</p>
      ) : (
        <Group>
          <Button loading={busy} disabled={toDo === 0} onClick={onEnter}>
            {toDo === 0 ? 'Nothing to enter' : `Enter ${toDo === 1 ? 'one customer' : `${toDo} customers`}`}
          </Button>
        </Group>
      )}
      <Table className="cards">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Line</Table.Th>
            <Table.Th>Customer</Table.Th>
            <Table.Th>Comes to</Table.Th>
            <Table.Th>What is wrong, or changes</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((row) => (
            <Row key={row.line} row={row} />
          ))}
        </Table.Tbody>
      </Table>
      {items.length < rows ? <p className="soft">{rows - items.length} more rows are not listed.</p> : null}
    </>
  )
}

const OUTCOMES = { new: 'new', changed: 'changes', same: 'as it is', refused: 'wrong' }

function Row({ row: { line, externalId, name, outcome, changes, errors } }: { row: ImportedRow }) {
  return (
    <Table.Tr>
      <Table.Td data-head="Line">{line}</Table.Td>
      <Table.Td data-head="Customer">
        <span>
          {name} <span className="soft">{externalId}</span>
        </span>
      </Table.Td>
      <Table.Td data-head="Comes to">
        <span className={outcome === 'refused' ? 'alarm' : undefined}>
          {outcome === 'refused' ? <span className="mark down" aria-hidden="true" /> : null}
          {OUTCOMES[outcome]}
        </span>
      </Table.Td>
      <Table.Td data-head="What is wrong, or changes">
        <ul className="plain-list">
          {errors.map(({ column, message }) => (
            <li key={`${column} ${message}`}>
              {column}: {message}
            </li>
          ))}
          {changes.map(({ field, from, to }) => (
            <li key={`${field} ${from} ${to}`}>
              {field}: {from === null ? null : <del>{from}</del>} {to === null ? 'gone' : to}
            </li>
          ))}
        </ul>
      </Table.Td>
    </Table.Tr>
  )
}
