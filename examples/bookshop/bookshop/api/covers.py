import asyncio

from fastapi import APIRouter, HTTPException, Request, Response

from ..services.covers import load_cover, save_cover

router = APIRouter(prefix="/books/{isbn}/cover", tags=["covers"])


@router.get("")
async def show_cover(isbn: str) -> Response:
    try:
        picture = load_cover(isbn)
    except FileNotFoundError:
        raise HTTPException(status_code=404, detail="No cover yet") from None
    return Response(picture, media_type="image/jpeg")


@router.put("", status_code=204)
async def replace_cover(isbn: str, request: Request) -> None:
    picture = await request.body()
    await asyncio.to_thread(save_cover, isbn, picture)
