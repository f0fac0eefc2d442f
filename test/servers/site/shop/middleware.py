from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

POLICY = "default-src 'self'; script-src 'self'"


@sync_and_async_middleware
def content_security_policy(get_response):
    if iscoroutinefunction(get_response):

        async def middleware(request):
            response = await get_response(request)
            response["Content-Security-Policy"] = POLICY
            return response

    else:

        def middleware(request):
            response = get_response(request)
            response["Content-Security-Policy"] = POLICY
            return response

    return middleware
