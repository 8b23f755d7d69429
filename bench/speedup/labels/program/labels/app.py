"""Shipping labels over HTTP."""

from fastapi import FastAPI

from labels.printing import print_label

app = FastAPI(title="Labels")


@app.get("/labels/{parcel}")
async def show_label(parcel: str) -> dict[str, str]:
    code = print_label(parcel)
    return {"parcel": parcel, "code": code}


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "ok"}
