import { Modal, Table } from '@mantine/core'
import type { Key } from './keys.ts'

type Listing = { here: readonly Key[]; pages: readonly { key?: string; name: string }[]; onClose: () => void }

/** Every key there is, those of the page that is shown first. */
export function ShortcutList({ here, pages, onClose }: Listing) {
  return (
    <Modal opened onClose={onClose} title="Keyboard shortcuts">
      <Table>
        <Table.Tbody>
          {here.map(({ keys, does }) => (
            <Row key={keys} keys={keys} does={does} />
          ))}
          <Row keys="Ctrl K" does="Go to a page, or do something" />
          {pages.map(({ key, name }) => (
            <Row key={key} keys={`g ${key}`} does={name} />
          ))}
          <Row keys="c" does="Begin what this page makes" />
          <Row keys="?" does="This list" />
        </Table.Tbody>
      </Table>
      <p className="soft">Keys without Ctrl can be turned off in the palette.</p>
    </Modal>
  )
}

function Row({ keys, does }: { keys: string; does: string }) {
  return (
    <Table.Tr>
      <Table.Td>
        {keys.split(' ').map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </Table.Td>
      <Table.Td>{does}</Table.Td>
    </Table.Tr>
  )
}
