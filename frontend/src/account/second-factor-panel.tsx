import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { endSecondFactor, renewRecoveryCodes, secondFactorQuery } from '../api/account.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { ProofDialog } from './proof-dialog.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { SecondFactorSetUp } from './second-factor-set-up.tsx'

type Step = 'setting up' | 'renewing' | 'ending' | { codes: string[] }

/** On or off, and the ways from one to the other. */
export function SecondFactorPanel() {
  const { factor } = useMessages().account
  const { data, error, refetch } = useQuery(secondFactorQuery)
  const [step, setStep] = useState<Step>()
  const place = useFocusAfter(step)
  const aside = data && (
    <Badge look={data.enabled ? 'ok' : 'plain'}>
      {data.enabled && <ShieldCheck aria-hidden="true" />}
      {data.enabled ? factor.on : factor.off}
    </Badge>
  )
  return (
    <Panel title={factor.title} aside={aside}>
      <div ref={place} tabIndex={-1} className="outline-none">
        {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Skeleton className="m-4 h-19" />}
        {data?.enabled === false && (
          <div className="grid gap-4 p-4">
            <p className="max-w-prose text-muted">{factor.offText}</p>
            <Button look="primary" className="justify-self-start" onClick={() => setStep('setting up')}>
              {factor.setUp}
            </Button>
          </div>
        )}
        {data?.enabled === true && <SwitchedOn left={data.recoveryCodesLeft} onStep={setStep} />}
      </div>
      {step !== undefined && <StepDialog step={step} onStep={setStep} />}
    </Panel>
  )
}

/** Where the focus goes when the button that opened a dialog is gone by its end, because on has become off. */
function useFocusAfter(step: Step | undefined) {
  const place = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end of a step is what calls for the focus
  useEffect(
    () => () => {
      if (document.activeElement === document.body) place.current?.focus()
    },
    [step],
  )
  return place
}

const few = 3

function SwitchedOn({ left, onStep }: { left: number; onStep(step: Step): void }) {
  const { factor } = useMessages().account
  return (
    <div className="grid gap-4 p-4">
      <p className="max-w-prose text-muted">{factor.onText}</p>
      <p className={left <= few ? 'text-warning' : ''}>
        {factor.left(left)}
        {left <= few && `. ${factor.few}`}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => onStep('renewing')}>{factor.renew}</Button>
        <Button look="danger" onClick={() => onStep('ending')}>
          {factor.end}
        </Button>
      </div>
    </div>
  )
}

function StepDialog({ step, onStep }: { step: Step; onStep(step: Step | undefined): void }) {
  const { factor } = useMessages().account
  const queries = useQueryClient()
  const refresh = () => void queries.invalidateQueries({ queryKey: secondFactorQuery.queryKey })
  const leave = () => onStep(undefined)
  const show = (made: { recoveryCodes: string[] }) => {
    refresh()
    onStep({ codes: made.recoveryCodes })
  }
  if (typeof step === 'object') return <RecoveryCodes codes={step.codes} onKept={leave} />
  if (step === 'setting up') return <SecondFactorSetUp onMade={show} onClose={leave} />
  if (step === 'renewing')
    return (
      <ProofDialog
        title={factor.renew}
        text={factor.renewText}
        submit={factor.renewSubmit}
        send={renewRecoveryCodes}
        onDone={show}
        onClose={leave}
      />
    )
  const ended = () => {
    refresh()
    say(factor.ended)
    leave()
  }
  return (
    <ProofDialog
      title={factor.endTitle}
      text={factor.endText}
      submit={factor.end}
      danger
      send={endSecondFactor}
      onDone={ended}
      onClose={leave}
    />
  )
}
