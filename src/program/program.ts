export interface Program { readonly placeholder: true }
