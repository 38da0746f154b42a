export interface Snippet {
  /** Value of `platform` of a project. */
  platform: string
  name: string
  install?: string
  code: string
}

type Template = Omit<Snippet, 'code'> & { code: (dsn: string) => string }

const templates: Template[] = [
  {
    platform: 'javascript',
    name: 'JavaScript',
    install: 'npm install @sentry/browser',
    code: (dsn) => `import * as Sentry from '@sentry/browser'

Sentry.init({
  dsn: '${dsn}',
  release: 'my-app@1.0.0',
  environment: 'production',
})

Sentry.captureException(new Error('Hello from the browser'))`,
  },
  {
    platform: 'node',
    name: 'Node.js',
    install: 'npm install @sentry/node',
    code: (dsn) => `import * as Sentry from '@sentry/node'

// In a file that is loaded first: node --import ./instrument.mjs app.mjs
Sentry.init({ dsn: '${dsn}' })

Sentry.captureException(new Error('Hello from Node'))`,
  },
  {
    platform: 'python',
    name: 'Python',
    install: 'pip install sentry-sdk',
    code: (dsn) => `import sentry_sdk

sentry_sdk.init(dsn="${dsn}")

1 / 0`,
  },
  {
    platform: 'java',
    name: 'Java',
    install: "implementation 'io.sentry:sentry:8.+'   // build.gradle",
    code: (dsn) => `import io.sentry.Sentry;

Sentry.init(options -> options.setDsn("${dsn}"));

Sentry.captureException(new IllegalStateException("Hello from Java"));`,
  },
  {
    platform: 'go',
    name: 'Go',
    install: 'go get github.com/getsentry/sentry-go',
    code: (dsn) => `if err := sentry.Init(sentry.ClientOptions{
	Dsn: "${dsn}",
}); err != nil {
	log.Fatal(err)
}
defer sentry.Flush(2 * time.Second)

sentry.CaptureException(errors.New("hello from Go"))`,
  },
  {
    platform: 'ruby',
    name: 'Ruby',
    install: 'gem install sentry-ruby',
    code: (dsn) => `require 'sentry-ruby'

Sentry.init { |config| config.dsn = '${dsn}' }

Sentry.capture_message('Hello from Ruby')`,
  },
  {
    platform: 'php',
    name: 'PHP',
    install: 'composer require sentry/sentry',
    code: (dsn) => `require 'vendor/autoload.php';

\\Sentry\\init(['dsn' => '${dsn}']);

\\Sentry\\captureMessage('Hello from PHP');`,
  },
  {
    platform: 'csharp',
    name: '.NET',
    install: 'dotnet add package Sentry',
    code: (dsn) => `using Sentry;

SentrySdk.Init(options => options.Dsn = "${dsn}");

SentrySdk.CaptureException(new InvalidOperationException("Hello from .NET"));`,
  },
  {
    platform: 'rust',
    name: 'Rust',
    install: 'cargo add sentry',
    code: (dsn) => `let _guard = sentry::init("${dsn}");

sentry::capture_message("Hello from Rust", sentry::Level::Error);`,
  },
  {
    platform: 'other',
    name: 'curl',
    code: curl,
  },
]

/** One event by hand: the DSN is `scheme://key@host/project`. */
function curl(dsn: string): string {
  const { origin, publicKey, project } = dsnParts(dsn)
  return `curl ${origin}/api/${project}/store/ \\
  -H 'Content-Type: application/json' \\
  -H 'X-Sentry-Auth: Sentry sentry_version=7, sentry_key=${publicKey}' \\
  -d '{"message": "Hello from curl", "level": "error"}'`
}

export function dsnParts(dsn: string): { origin: string; publicKey: string; project: string } {
  const url = URL.canParse(dsn) ? new URL(dsn) : new URL('https://key@host/0')
  const slash = url.pathname.lastIndexOf('/')
  return {
    origin: `${url.protocol}//${url.host}${url.pathname.slice(0, slash)}`,
    publicKey: url.username,
    project: url.pathname.slice(slash + 1),
  }
}

export const platforms: readonly { platform: string; name: string }[] = templates.map(({ platform, name }) => ({
  platform,
  name,
}))

const templateFor = (platform: string | null) => {
  const [family] = (platform ?? 'javascript').split('-')
  return templates.find((template) => template.platform === family)
}

/** A platform as people call it; one we do not know keeps its own word. */
export const platformName = (platform: string | null) => templateFor(platform)?.name ?? platform ?? ''

/** How to send errors of one platform to a DSN; what we do not know is shown with curl. */
export function snippetFor(platform: string | null, dsn: string): Snippet {
  const { code, ...rest } = templateFor(platform) ?? { platform: 'other', name: 'curl', code: curl }
  return { ...rest, code: code(dsn) }
}
