"""Invoices as PDF, made by an external program."""

import asyncio
import subprocess

from ..models import Order

COMMAND = ["wkhtmltopdf", "--quiet", "-", "-"]


def build_invoice(order: Order) -> bytes:
    return render_pdf(f"<h1>Invoice {order.id}</h1><p>{order.quantity} × {order.isbn}: {order.total / 100:.2f} €</p>")


def render_pdf(html: str) -> bytes:
    finished = subprocess.run(COMMAND, input=html.encode(), capture_output=True, check=True, timeout=30)
    return finished.stdout


async def render_reminder(order: Order) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate(f"<h1>Reminder for invoice {order.id}</h1>".encode())
    return output
