import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Delivery } from '../../../contract/deliveries.ts'
import { answer, api } from './client.ts'

export type DeliveryWithBody = Delivery & { body: string }

export interface DeliveryFilter {
  scope?: 'organization' | 'deployment'
  status?: Delivery['status']
}

export const deliveriesQuery = (filter: DeliveryFilter) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', filter],
    queryFn: ({ pageParam: cursor }) => {
      const query = { limit: 50, ...filter, ...(cursor !== undefined && { cursor }) }
      return answer(api.GET('/api/v1/deliveries', { params: { query } }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['delivery', id],
    queryFn: (): Promise<DeliveryWithBody> => answer(api.GET('/api/v1/deliveries/{id}', { params: { path: { id } } })),
  })
