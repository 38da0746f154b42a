import type { EventPageData, HoldPageData, PickerData } from '../../../contract/picker.ts'
import './booking.css'
import { countDown } from './hold.ts'
import { keepLeft } from './left.ts'
import { openPicker } from './picker.ts'

// Each page works without this. It says in a data block what it is, and what there is to make better.
const data = document.getElementById('page-data')?.textContent
const page = data ? (JSON.parse(data) as EventPageData | PickerData | HoldPageData) : null

switch (page?.page) {
  case 'event':
    keepLeft(page)
    break
  case 'seats':
    void openPicker(page)
    break
  case 'hold':
    countDown(page)
    break
}

const print = document.getElementById('print')
if (print !== null) {
  print.hidden = false
  print.addEventListener('click', () => window.print())
}
