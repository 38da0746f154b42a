import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/query-client.ts'
import { Toaster } from './components/toaster.tsx'
import { LanguageProvider, loadLanguage, preferredLanguage } from './i18n/language.tsx'
import { router } from './routes/router.tsx'
import './styles.css'

const container = document.getElementById('app')
if (container === null) throw new Error('index.html has no #app')

const language = await loadLanguage(preferredLanguage())

createRoot(container).render(
  <StrictMode>
    <LanguageProvider initial={language}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Toaster />
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
)
