import { Table } from '@mantine/core'
import type { Kept } from '../../../api/reports.ts'
import { Duration } from '../../parts/duration.tsx'

export type KeptLine = Kept & { key: string; head: string }

/** How first responses were kept, a line for each group. */
export function KeptTable({ of, lines }: { of: string; lines: KeptLine[] }) {
  return (
    <Table className="cards">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{of}</Table.Th>
          <Table.Th>In time</Table.Th>
          <Table.Th>Met</Table.Th>
          <Table.Th>Breached</Table.Th>
          <Table.Th>Not answered yet</Table.Th>
          <Table.Th>Median</Table.Th>
          <Table.Th>9 of 10 within</Table.Th>
          <Table.Th>Longest</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map((line) => (
          <Table.Tr key={line.key}>
            <Table.Td data-head={of}>{line.head}</Table.Td>
            <Table.Td data-head="In time">
              <strong>{spellPercent(line.percent)}</strong>
            </Table.Td>
            <Table.Td data-head="Met">{line.met.toLocaleString('en')}</Table.Td>
            <Table.Td data-head="Breached">
              {line.breached === 0 ? (
                '0'
              ) : (
                <span className="alarm">
                  <span className="answer-mark late" aria-hidden="true" />
                  {line.breached.toLocaleString('en')}
                </span>
              )}
            </Table.Td>
            <Table.Td data-head="Not answered yet">{line.waiting.toLocaleString('en')}</Table.Td>
            <Table.Td data-head="Median">
              <Length ms={line.medianMs} />
            </Table.Td>
            <Table.Td data-head="9 of 10 within">
              <Length ms={line.p90Ms} />
            </Table.Td>
            <Table.Td data-head="Longest">
              <Length ms={line.worstMs} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Length({ ms }: { ms: number | null }) {
  return ms === null ? <span className="soft">none</span> : <Duration ms={ms} />
}

/** Truncated to two decimals, so that what was missed never reads 100 %. */
export function spellPercent(percent: string | null): string {
  if (percent === null) return 'none yet'
  const [whole, part = ''] = percent.split('.')
  const decimals = part.slice(0, 2).replace(/0+$/, '')
  return `${decimals === '' ? whole : `${whole}.${decimals}`} %`
}
