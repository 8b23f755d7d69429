from starlette.websockets import WebSocket as WebSocket, WebSocketDisconnect as WebSocketDisconnect
