# sync_to_async and async_to_sync live in asgiref.sync.
