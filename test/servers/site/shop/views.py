import asyncio

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt


def home(request):
    return render(request, "shop/home.html")


def fragment(request):
    return HttpResponse("<p>a part</p>")


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


async def slow(request):
    await asyncio.sleep(30)
    return HttpResponse("late")


async def events(request):
    async def stream():
        for number in range(3):
            yield f"data: {number}\n\n"
            await asyncio.sleep(0.2)

    return StreamingHttpResponse(stream(), content_type="text/event-stream")
