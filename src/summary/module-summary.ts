export interface ModuleSummary { readonly path: string }
