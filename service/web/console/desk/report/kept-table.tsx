import { Table } from '@mantine/core'
import type { Figures, KeptOfSeverity } from '../../../api/reports.ts'
import { spellLeft } from '../business.ts'
import { SeverityMark } from '../severity-mark.tsx'

export type Group = { key: string; head: string; figures: Figures }

/** How first responses were kept, a line for each group and severity that was asked in. */
export function KeptTable({ of, groups }: { of: string | null; groups: Group[] }) {
  return (
    <Table className="cards">
      <Table.Thead>
        <Table.Tr>
          {of === null ? null : <Table.Th>{of}</Table.Th>}
          <Table.Th>Severity</Table.Th>
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
        {groups.flatMap(({ key, head, figures }) =>
          figures.bySeverity
            .filter(({ met, breached, waiting }) => met + breached + waiting > 0)
            .map((line) => (
              <Table.Tr key={`${key} ${line.severity}`}>
                {of === null ? null : <Table.Td data-head={of}>{head}</Table.Td>}
                <Table.Td data-head="Severity">
                  <SeverityMark of={line.severity} />
                </Table.Td>
                <Cells line={line} />
              </Table.Tr>
            )),
        )}
      </Table.Tbody>
    </Table>
  )
}

function Cells({
  line: { percent, met, breached, waiting, medianMs, p90Ms, worstMs },
}: {
  line: KeptOfSeverity
}) {
  return (
    <>
      <Table.Td data-head="In time">
        <strong>{spellPercent(percent)}</strong>
      </Table.Td>
      <Table.Td data-head="Met">{met.toLocaleString('en')}</Table.Td>
      <Table.Td data-head="Breached">
        {breached === 0 ? (
          '0'
        ) : (
          <span className="alarm">
            <span className="answer-mark late" aria-hidden="true" />
            {breached.toLocaleString('en')}
          </span>
        )}
      </Table.Td>
      <Table.Td data-head="Not answered yet">{waiting.toLocaleString('en')}</Table.Td>
      <Table.Td data-head="Median">{spellLength(medianMs)}</Table.Td>
      <Table.Td data-head="9 of 10 within">{spellLength(p90Ms)}</Table.Td>
      <Table.Td data-head="Longest">{spellLength(worstMs)}</Table.Td>
    </>
  )
}

const spellLength = (ms: number | null): string => (ms === null ? 'none' : spellLeft(ms))

/** Truncated to two decimals, so that what was missed never reads 100 %. */
export function spellPercent(percent: string | null): string {
  if (percent === null) return 'none yet'
  const [whole, part = ''] = percent.split('.')
  const decimals = part.slice(0, 2).replace(/0+$/, '')
  return `${decimals === '' ? whole : `${whole}.${decimals}`} %`
}
