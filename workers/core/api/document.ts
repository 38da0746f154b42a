import type { router } from './route.ts'

export type OpenApiDocument = ReturnType<typeof openApiDocument>

/** @returns the OpenAPI 3.1 document of an app and its routes. Needs no binding, so Node can make it too. */
export const openApiDocument = (app: ReturnType<typeof router>) =>
  app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Signalbox',
      version: '1',
      description:
        'What goes wrong is answered as application/problem+json (RFC 9457). Times are RFC 3339 in UTC. Ids are opaque. ' +
        'Lists come in pages: hand the `next` of one as `cursor` of the following.',
    },
    servers: [{ url: '/' }],
  })

/** Names the ways of signing in that routes refer to. */
export const describeSecurity = ({ openAPIRegistry }: ReturnType<typeof router>): void => {
  openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  })
  openAPIRegistry.registerComponent('securitySchemes', 'cookie', {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-signalbox',
  })
  openAPIRegistry.registerComponent('securitySchemes', 'dsnKey', {
    type: 'apiKey',
    in: 'header',
    name: 'X-Sentry-Auth',
  })
}
