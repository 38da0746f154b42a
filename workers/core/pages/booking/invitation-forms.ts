import { html } from 'hono/html'
import type { SeenInvitation } from './invitation-page.ts'
import { type Html, NOTHING } from './reader.ts'

/** The ways to answer now: yes with who comes along, no, or another answer than before. */
export const answerForms = (seen: SeenInvitation): Html => {
  const { invitation: one, words } = seen
  const isYes = one.answer === 'yes'
  if (isYes)
    return html`<section class="screen"><h2>${words.change}</h2>
${hasParty(seen) ? html`<details><summary>${words.plusOnes}</summary>${yesForm(seen, words.changeSubmit)}</details>` : NOTHING}
${noForm(seen)}</section>`
  return html`<section class="screen"><h2>${words.answer}</h2>${yesForm(seen, words.comes)}
${one.answer === 'no' ? NOTHING : noForm(seen)}</section>`
}

const hasParty = ({ invitation: one }: SeenInvitation): boolean => one.mostPlusOnes - one.passedOn > 0

const yesForm = (seen: SeenInvitation, submit: string): Html => {
  const { invitation: one, words, path } = seen
  const most = one.mostPlusOnes - one.passedOn
  return html`<form class="stack" method="post" action="${path}"><input type="hidden" name="answer" value="yes">
${
  one.answer === 'yes'
    ? NOTHING
    : html`<div class="field"><label for="fullName">${words.fullName} (${words.optional})</label><input id="fullName" name="fullName" maxlength="200" autocomplete="name" value="${one.name ?? ''}"></div>`
}
${
  most <= 0
    ? NOTHING
    : html`<div class="field"><label for="plusOnes">${words.plusOnes}</label><select id="plusOnes" name="plusOnes">${Array.from({ length: most + 1 }, (_, n) => html`<option value="${n}"${n === one.plusOnes ? html` selected` : NOTHING}>${n === 0 ? words.nobody : n}</option>`)}</select></div>
<div class="field"><label for="names">${words.names} (${words.optional})</label><textarea id="names" name="names" rows="${Math.min(4, most + 1)}" maxlength="4000">${one.names.join('\n')}</textarea></div>`
}
<button class="button primary">${submit}</button></form>`
}

const noForm = ({ words, path }: SeenInvitation): Html =>
  html`<form method="post" action="${path}"><input type="hidden" name="answer" value="no"><button class="button">${words.comesNot}</button></form>`
