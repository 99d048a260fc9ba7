// The documentation of the API, from the document that this server publishes.

window.SwaggerUIBundle({ dom_id: "#docs", url: "/swagger/swagger.json", deepLinking: true, validatorUrl: null });
