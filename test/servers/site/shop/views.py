import asyncio

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt


def home(request):
    return render(request, "shop/home.html")


def no_icon(request):
    return HttpResponse(status=204)


@csrf_exempt
def echo(request):
    return JsonResponse(
        {
            "method": request.method,
            "bytes": len(request.body),
            "host": request.get_host(),
            "client": request.META["REMOTE_ADDR"],
            "query": request.META["QUERY_STRING"],
            "encoding": request.headers.get("Accept-Encoding"),
        }
    )


async def events(request):
    async def stream():
        for number in range(3):
            yield f"data: {number}\n\n"
            await asyncio.sleep(0.2)

    # Compressed, each event would be a stream of its own, of which a client reads the first.
    return StreamingHttpResponse(
        stream(), content_type="text/event-stream", headers={"Content-Encoding": "identity"}
    )
